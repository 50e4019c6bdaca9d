"""Words of general English that say nearly the same, so that one finds what is said with another."""

GROUPS = tuple(
    tuple(line.split())
    for line in """
        say said state tell told declare announce insist assert maintain stress assure vow swear reiterate voice
        speak spoke spoken talk
        refuse reject decline rebuff spurn rebuke turn+down dismiss snub brush+off rule+out say+no shoot+down knock+back brush+aside wave+away shun deaf cold+shoulder no+thanks balk decry
        deny denied denial disclaim disown refute disavow repudiate
        agree approve approval accept consent grant okay endorse nod greenlight assent yes back+up sign+off back bless blessing ratify pass adopt go+ahead greenlit accede thumbs+up rubber+stamp say+yes wave+through
        allow permit let authorise authorize license leave permission authority authorisation mandate entitle empower clear clearance licence
        forbid forbade ban bar block prohibit outlaw prevent stop thwart halt veto deny refuse curb
        ask request appeal plead plea call beg urge petition implore entreat seek sought entreaty sos turn+to cry beseech call+on call+for invoke
        summon invite call+in bring+in invitation welcome usher
        demand insist claim requirement condition term ultimatum terms wish+list red+line
        want wish desire seek sought aim hope bid aspire aspiration intend intention plan goal eager keen
        need require necessary must requirement
        send sent dispatch despatch deploy deployment ship deliver post commit send+in rush fly+in move pour+in field contribute
        march roll enter arrive arrival land pour stream cross move+in go+in come+in drive drove driven advance push storm+into touch+down set+foot reach drive+into
        withdraw withdrew withdrawn withdrawal pull+out pull+back retreat recall go+home return depart exit pullout pullback leave left homeward departure head+home come+home fly+home wind+up
        leave left quit depart
        revoke rescind cancel annul scrap repeal strip take+back withdraw void overturn abolish undo
        soldier troop serviceman army force forces military servicemen contingent unit regiment brigade battalion paratrooper detachment personnel boots infantry trooper squad column convoy commando guardsman guardsmen conscript marines legion men
        man men boy son lad
        woman women child children family families relative
        navy naval fleet warship sailor marine
        commander general colonel admiral officer brass staff chief
        parliament lawmaker deputy deputies senate mp legislature legislator assembly senator congress house chamber mps upper+house lower+house legislators lawmakers duma council
        government cabinet authority authorities administration official regime ministry ruler leadership state power
        leader president head premier ruler boss strongman chancellor chief governor king monarch
        diplomat ambassador envoy embassy consul consulate mission emissary staff consular
        spokesman spokeswoman spokesperson
        protest demonstrate rally demonstration protester crowd mob demonstrator marcher throng picket march activist chant sit+in
        riot rioter unrest uprising revolt turmoil violence disturbance chaos upheaval rebellion disorder mayhem anarchy bloodshed rampage lawless lawlessness melee clash bloody mutiny tumult strife uproar
        storm seize seizure occupy burst ransack overrun capture break+in take+over torch overran break+into force+way sack breach invade rush smash take+control alight
        loot looter looting arson vandalism pogrom plunder pillage burn torch burnt ablaze
        attack assault strike struck shell shelling bomb bombard bombardment offensive raid rocket pound hit barrage salvo artillery mortar grad missile blast onslaught rain slam pummel batter shellfire rake target
        fire shoot shot shooting gunfire bullet sniper volley gun gunman gunmen shootout
        invade invasion incursion intervene intervention step+in move+into aggression occupation attack occupy storm+into go+in march+into
        fight fought fighting battle combat war warfare hostilities hostility wage battlefield
        clash confront confrontation skirmish firefight scuffle engagement exchange+fire trade+fire shootout standoff
        kill dead die death slay slain toll casualty fatality body bodies corpse victim perish lives slaughter massacre butcher bloodbath carnage claim+lives fatal deadly deaths morgue lose+lives died dying
        wound injure injury hurt
        defend protect shield safeguard defence defense protection protector guardian umbrella guarantee stand+up
        guard watch secure patrol sentry
        danger risk threat peril hazard menace endanger jeopardy imperil
        border frontier boundary line
        demarcate mark draw drew delimit delineate unmarked undefined disputed
        near close edge doorstep adjacent proximity vicinity outskirts next+door beside opposite around along ring
        mass gather amass concentrate build+up buildup assemble accumulate line+up pile+up cluster bulk+up concentration assembling muster stack
        help aid assist assistance support relief succour rescue save back
        support back backing ally endorse favour stand+by side rally+behind
        supply supplies deliver equip arm provide
        keep kept retain hold held maintain stay remain preserve cling hang+on stick
        continue extend prolong go+on linger last persist overstay outstay drag+on overrun rage
        end finish stop cease conclude over halt wrap+up wind+up complete completion lift close
        begin began start launch open commence break+out erupt kick+off set+off trigger
        vote ballot voter
        referendum plebiscite
        poll survey respondent
        negotiate talk negotiation dialogue diplomacy diplomatic mediation mediate mediator summit meet meeting huddle parley bargain table shuttle envoy
        neutral neutrality impartial side sides
        sanction embargo penalty punish punishment freeze froze frozen restriction blacklist asset curb swift punitive measure retaliation retaliate reprisal consequence blow
        trade economy economic commerce business
        cost price pay paid expensive dear dearly costly burden toll loss damage fallout heavy
        cheap bargain inexpensive
        ally allied partner friend friendly brotherly buddy comrade
        enemy foe hostile adversary rival unfriendly ill+will
        alliance bloc pact league organisation grouping club organization
        arm weapon gun missile rifle weaponry arms ammunition armament drone howitzer javelin stinger hardware ammo
        flee fled escape refugee exodus run displaced stream+out pour+out abandon seek+shelter seek+refuge uproot
        evacuate evacuation evacuee rescue bus ferry airlift ship+out bus+out
        building office hall palace facility site headquarters compound installation ministry residence seat
        ready prepare prepared able capable poise poised set preparation readiness standby stand+by alert gear+up brace await
        imminent imminently soon shortly any+day days hours looming verge brink eve moment hour week cusp countdown loom around+the+corner
        calm quiet order stable stability restore normal peaceful control normality tranquillity stabilise stabilize subside return+to+normal
        influence sway clout grip hold leverage sphere foothold orbit reach dominance control
        lose lost loss slip wane fade erode slide decline shrink ebb dwindle
        win won victory success succeed prevail triumph
        defeat defeated rout crush beaten collapse crumble
        collapse crumble disintegrate fall fell melt melt+away implode unravel break+down
        encircle surround cut+off trap besiege ring hem+in noose
        grow rise rose increase swell mount escalate intensify surge spike soar climb jump flare flare+up worsen mushroom step+up spiral
        fall drop decrease reduce ease die+down subside lull calm+down dwindle wane abate
        divide division split odds disagree quarrel rift disunited bicker squabble at+odds wrangle fissure feud fracture discord
        unite united unanimous unity solidarity one+voice close+ranks
        base garrison outpost bastion
        join joined member membership accession accede belong entry admission sign+up enlist
        treaty pact accord agreement deal convention
        law legal lawful constitution constitutional legally legislation statute
        judge court tribunal judicial ruling
        truce ceasefire armistice
        break broke broken violate breach collapse unravel shatter tatters wreck crumble end tear+up torn
        rebel separatist insurgent militia breakaway guerrilla insurgency secessionist fighter irregular paramilitary gunman gunmen secessionists insurgents proxies
        mercenary volunteer contractor
        terrorist militant extremist jihadi jihadist islamist
        gamble bet wager stake adventure roll+dice dice
        risky reckless bold daring audacious
        blockade siege embargo cut cut+off sever choke strangle stranglehold squeeze seal seal+off shut+off
        road rail railway route corridor highway tunnel pass bridge
        flight air airspace overflight overfly plane aircraft sky skies
        sea ship ships maritime strait waters
        oust ouster topple overthrow overthrew overthrown depose remove unseat coup putsch drive+out chase impeach toppling bring+down brought+down force+out kick+out
        resign resignation step+down quit abdicate
        defect defector desert mutiny go+over switch turncoat change+sides rebel switch+sides desertion join+crowd cross+over
        surrender yield capitulate give+up lay+down give+in lay+down+arms capitulation
        concede concession cave bow yield back+down give+in compromise climb+down bend placate appease ground
        warn warning caution alert alarm fear sound+alarm
        threaten threat vow warn warning
        pledge promise vow commit commitment guarantee assurance assure swear word
        condemn criticise criticize denounce deplore decry slam blast rebuke lament castigate reproach assail
        question doubt query challenge dispute puzzle wonder sceptic skeptic sceptical why
        recognise recognize recognition acknowledge independence accept statehood
        annex absorb annexation swallow incorporate unification reunification swallow+up merge gobble unite seize reclaim
        common joint collective shared multinational combined
        citizen national compatriot countryman countrymen kin ethnic minority diaspora speaker speakers kinsmen brethren fellow
        passport citizenship nationality
        public people population populace opinion
        people adult resident inhabitant
        percent cent third quarter half majority most two-thirds
        democracy democratic liberty freedom
        reason motive why because goal purpose
        complicate hamper distract hinder tie tie+down stretch overstretch
        large big huge massive vast major full+scale all+out biggest
        small limited modest minor few handful tiny
        secret covert unmarked disguise clandestine hidden unacknowledged masked
        open openly overt public
        exercise drill manoeuvre maneuver training wargame war+games wargames games
        reservist conscript mobilise mobilize call+up mobilisation mobilization draft reserve call+to+arms
        hospital medical blood medic wounded field
        fuel bridge pontoon bridging ammunition logistics depot
        intelligence spy spies service
        pretext excuse justification ploy ruse fig+leaf false+flag staged fabricate provocation cover
        ultimatum deadline
        peacekeeper peacekeeping blue+helmet buffer stabilisation stabilization
        strong strength powerful might superior
        weak weaker feeble outgunned outnumbered inferior
        elite oligarch establishment clan inner
        loyal allegiance faithful
        autonomy status independence sovereignty secession
        worry concern fear anxious anxiety afraid alarm dread unease nervous uneasy fret wary
        angry anger outrage fury
        expect expectation predict forecast foresee likely probable bet count+on reckon
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
        neighbour neighbor neighbouring adjoining next+door
        quick swift fast rapid immediate immediately
        delay postpone late slow
        resist resistance oppose opposition defy stand+firm hold+out stand+up
        task duty role mission job
        confined restrict limit within only
        brother brotherhood sister
        foreign outside outsider external abroad overseas
        domestic internal home
        oil gas energy pipeline
        money fund loan credit subsidy cash bailout billion
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
        peacekeeper troop soldier force contingent blue+helmet
        first inaugural debut maiden unprecedented
        fail failure flop botch unsuccessful miss failed bungle bungled botched fiasco
        succeed success achieve accomplish
        plan plot scheme intend intention design conspire
        accuse blame charge allege claim accusation accused
        hesitate waver dither reluctant
        mistake error misjudge misread misreading miscalculate miscalculation blunder wrong
        swift severe harsh crushing crippling tough withering sweeping massive punishing devastating
        mild weak muted limp feeble tepid toothless soft
        open reopen unblock clear
        closed close shut seal block blocked
        blood plasma medical hospital surgeon
        train convoy truck lorry
        tank armour armor artillery armoured armored
        arrest detain capture captive prisoner
        ground territory soil land
        hold stop halt stem
        return go+back come+back back
        stay remain linger stay+put
        house home palace residence
        hour day week month date timetable schedule deadline
        family wife child woman dependant dependent
        region province enclave territory area republic
        town city village capital
        strength size number numbers figure
        grip hold clutch lever levers
        share percentage proportion
        poll vote election ballot
        quorum turnout attendance
        blame fault responsible
        illegal illegitimate unlawful unconstitutional legitimacy legitimate lawful legality
        rightful legitimate lawful
        interim caretaker acting provisional rival
        clan faction tribe elite guard
        mediate mediator broker arbitrate go+between referee
        sidelines stand+aside stand+by watch look+on bystander idle
        rumour rumor speculation hearsay
        fake hoax fabricated false disinformation
        monitor observer witness independent
        insignia badge mark markings uniform mask masked
        jail prison free freed release
        gas electricity power water pipeline
        emergency crisis curfew martial+law
        dangerous perilous hazardous risky
        loyal obedient toe+line follow
        drift turn+away distance pivot tilt lean
        pro friendly sympathetic loyal
        anti hostile opposed
        price terms conditions
        cross breach overstep
        brink verge edge cusp
        rout defeat humiliate trounce
        corridor supply route lifeline
        quell crush suppress put+down stamp+out quash subdue
        row dispute spat feud quarrel
        backlash outcry fury anger outrage resentment
        reluctant reluctance hesitant unwilling wary
        strain strained fray fraying sour deteriorate worsen
        stall stuck bogged halt bog+down
        install impose instal
        mistreat persecute discriminate oppress harass repress
        snub boycott skip shun
        hand give grant issue hand+out
        defuse ease lower
        quit resign leave
        option choice alternative
        doorstep backyard neighbour neighbourhood
        lure woo court
        scrap cancel drop shelve axe ditch
        approve approval okay
    """.strip().splitlines()
)
"""Each line is a group; a word may stand in several. `turn+down` is a verb with its particle, together or one word apart."""
