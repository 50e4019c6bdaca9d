"""Words of general English that say nearly the same, so that one finds what is said with another."""

GROUPS = tuple(
    tuple(line.split())
    for line in """
        say said state tell told declare announce insist assert maintain
        speak spoke spoken talk
        refuse reject decline rebuff spurn rebuke turn+down dismiss snub brush+off
        deny denied denial disclaim disown
        agree approve approval accept consent grant okay endorse nod greenlight assent yes back+up sign+off
        allow permit let authorise authorize license leave permission authority authorisation mandate
        forbid forbade ban bar block prohibit outlaw prevent stop thwart halt veto
        ask request appeal plead plea call beg urge petition implore entreat
        summon invite call+in bring+in invitation
        demand insist claim requirement condition term
        want wish desire seek sought aim hope bid aspire aspiration intend intention plan
        need require necessary must requirement
        send sent dispatch despatch deploy deployment ship deliver post commit send+in
        march roll enter arrive arrival land pour stream cross move+in go+in come+in drive drove driven
        withdraw withdrew withdrawn withdrawal pull+out pull+back retreat recall go+home return depart exit
        leave left quit depart
        revoke rescind cancel annul scrap repeal strip take+back withdraw void overturn abolish undo
        soldier troop serviceman army force forces military servicemen contingent unit regiment brigade battalion paratrooper detachment personnel boots infantry
        man men boy son lad
        woman women child children family families relative
        navy naval fleet warship sailor marine
        commander general colonel admiral officer brass staff
        parliament lawmaker deputy deputies senate mp legislature legislator assembly senator congress house chamber
        government cabinet authority authorities administration official regime ministry
        leader president head premier ruler boss strongman chancellor chief governor
        diplomat ambassador envoy embassy consul consulate mission
        spokesman spokeswoman spokesperson
        protest demonstrate rally demonstration protester crowd mob demonstrator marcher throng picket
        riot rioter unrest uprising revolt turmoil violence disturbance chaos upheaval rebellion disorder mayhem anarchy bloodshed
        storm seize seizure occupy burst ransack overrun capture break+in take+over torch
        loot looter looting arson vandalism pogrom
        attack assault strike struck shell shelling bomb bombard bombardment offensive raid rocket pound hit
        fire shoot shot shooting gunfire bullet sniper volley
        invade invasion incursion intervene intervention step+in move+into aggression occupation
        fight fought fighting battle combat war warfare
        clash confront confrontation skirmish firefight scuffle engagement
        kill dead die death slay slain toll casualty fatality body bodies corpse victim perish lives
        wound injure injury hurt
        defend protect shield safeguard defence defense protection protector
        guard watch secure patrol sentry
        danger risk threat peril hazard menace endanger jeopardy imperil
        border frontier boundary
        demarcate mark draw drew delimit delineate unmarked undefined disputed
        near close edge doorstep adjacent proximity vicinity outskirts
        mass gather amass concentrate build+up buildup assemble accumulate line+up
        help aid assist assistance support relief succour
        support back backing ally endorse favour
        supply supplies deliver equip arm provide
        keep kept retain hold held maintain stay remain preserve
        continue extend prolong go+on linger last persist
        end finish stop cease conclude over halt
        begin began start launch open commence
        vote ballot voter
        referendum plebiscite
        poll survey respondent
        negotiate talk negotiation dialogue diplomacy diplomatic mediation mediate mediator summit
        neutral neutrality impartial side sides
        sanction embargo penalty punish punishment freeze froze frozen restriction blacklist asset
        trade economy economic commerce business
        cost price pay paid expensive dear dearly costly burden toll
        cheap bargain inexpensive
        ally allied partner friend friendly brotherly
        enemy foe hostile adversary rival unfriendly
        alliance bloc pact league organisation
        arm weapon gun missile rifle weaponry arms ammunition armament
        flee fled escape refugee exodus run displaced
        evacuate evacuation evacuee rescue bus
        building office hall palace facility site headquarters compound installation
        ready prepare prepared able capable poise poised set preparation readiness standby stand+by
        imminent imminently soon shortly any+day days hours looming verge brink eve
        calm quiet order stable stability restore normal peaceful
        influence sway clout grip hold leverage sphere foothold
        lose lost loss slip wane fade erode slide decline
        win won victory success succeed prevail
        defeat defeated rout crush beaten collapse crumble
        collapse crumble disintegrate fall fell melt
        encircle surround cut+off trap besiege
        grow rise rose increase swell mount escalate intensify surge
        fall drop decrease reduce ease die+down subside
        divide division split odds disagree quarrel rift disunited bicker squabble
        unite united unanimous unity solidarity
        base garrison outpost bastion
        join joined member membership accession accede belong
        treaty pact accord agreement deal convention
        law legal lawful constitution constitutional legally legislation statute
        judge court tribunal judicial ruling
        truce ceasefire armistice
        break broke broken violate breach collapse unravel
        rebel separatist insurgent militia breakaway guerrilla insurgency secessionist fighter irregular paramilitary
        mercenary volunteer contractor
        terrorist militant extremist jihadi jihadist islamist
        gamble bet wager stake adventure
        risky reckless bold daring audacious
        blockade siege embargo cut cut+off sever
        road rail railway route corridor highway tunnel pass bridge
        flight air airspace overflight overfly plane aircraft sky skies
        sea ship ships maritime strait waters
        oust ouster topple overthrow overthrew overthrown depose remove unseat coup putsch
        resign resignation step+down quit abdicate
        defect defector desert mutiny go+over switch turncoat change+sides rebel
        surrender yield capitulate give+up lay+down give+in
        concede concession cave bow yield back+down give+in
        warn warning caution alert alarm
        threaten threat vow
        pledge promise vow commit commitment guarantee assurance assure
        condemn criticise criticize denounce deplore decry slam blast
        question doubt query challenge dispute
        recognise recognize recognition acknowledge independence
        annex absorb annexation swallow incorporate unification reunification
        common joint collective shared multinational combined
        citizen national compatriot countryman countrymen kin ethnic minority diaspora speaker
        passport citizenship nationality
        public people population populace opinion
        people adult resident inhabitant
        percent cent third quarter half majority most two-thirds
        democracy democratic liberty freedom
        reason motive why because goal purpose
        complicate hamper distract hinder tie tie+down stretch overstretch
        large big huge massive vast major
        small limited modest minor few handful
        secret covert unmarked disguise clandestine hidden unacknowledged masked
        open openly overt public
        exercise drill manoeuvre maneuver training wargame
        reservist conscript mobilise mobilize call+up mobilisation mobilization draft reserve
        hospital medical blood medic wounded field
        fuel bridge pontoon bridging ammunition logistics depot
        intelligence spy spies service
        pretext excuse justification
        ultimatum deadline
        peacekeeper peacekeeping
        strong strength powerful might superior
        weak weaker feeble outgunned outnumbered inferior
        elite oligarch establishment clan inner
        loyal allegiance faithful
        autonomy status independence sovereignty secession
        worry concern fear anxious anxiety afraid
        angry anger outrage fury
        expect expectation predict forecast foresee
        believe think thought reckon assume
        know knew understand
        see saw seen view regard look
        sign signal indication hint omen evidence
        show reveal prove demonstrate
        report reporting media press
        new fresh recent
        old former ex
        first unprecedented precedent never
        together jointly
        alone itself self own ourselves themselves
        far remote distant
        neighbour neighbor neighbouring adjoining
        quick swift fast rapid immediate immediately
        delay postpone late slow
        resist resistance oppose opposition defy
        task duty role mission job
        confined restrict limit within only
        brother brotherhood sister
        foreign outside outsider external abroad overseas
        domestic internal home
        oil gas energy pipeline
        money fund loan credit subsidy
        contain curb check restrain restraint
        impossible unable incapable lack
        give gave given
        take took taken
        bring brought
        come came
        go went gone
        get got
        stand stood
        swear swore sworn
        write wrote written
        choose chose chosen
        fly flew flown
        throw threw thrown
        blow blew blown
        run ran
        lead led
        lay laid
        find found
        feel felt
        meet met
        make made
        dig dug
        sweep swept
        tear tore torn
        sink sank sunk
        sit sat
        hide hid
        build built
        rebuild rebuilt
        seek sought
        wear wore worn
    """.strip().splitlines()
)
"""Each line is a group; a word may stand in several. `turn+down` is a verb with its particle, together or one word apart."""

IDLE = """
    s a an the of in on to for by at with and or that is are was were be been being has have had from its it this
    these those as after over into amid says said say will would could may might no not his her their our he she
    they who which what when where while than then there here also about against up out off more most some any
    all both one two if do does did t
"""
"""Words that tell nothing by themselves."""

DENIALS = (
    *(
        "no",
        "not",
        "never",
        "without",
        "nobody",
        "none",
        "nor",
        "neither",
        "cannot",
        "against",
        "lack",
        "unable",
        "t",
    ),
    *("refuse", "reject", "deny", "bar", "rule+out", "turn+down"),
)
"""What tells that something is not so; `t` is what is left of `won't`."""

SHARES = ("half", "third", "quarter", "fifth", "tenth", "majority", "most", "percent", "per")
"""Words that tell a number of people without a figure."""

JOINING = frozenset(
    [
        "as",
        "after",
        "amid",
        "while",
        "despite",
        "following",
        "before",
        "if",
        "when",
        "because",
        "since",
        "until",
    ]
)
"""Words after which stands what goes beside what a phrase tells."""
