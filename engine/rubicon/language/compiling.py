"""How the templates of reports become Python: a macro is a function, and what is called or asked for is so at once.

What they say is what Jinja's own compiler would have them say. They may not switch escaping, wait for anything, call
what asks who calls, or hand a macro its arguments by name.
"""

import re
from keyword import iskeyword
from typing import Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame, MacroRef

CALLER = "l_1_caller"
"""What Jinja calls the text between the tags of a call, in a macro that stands in no other."""

OF_VALUES = ("dress/", "report/", "words/", "pivots/")
"""Folders of templates that ask for parts of values alone, and for nothing in a mapping by a dot."""

_ARGUMENT = re.compile(r"\w+(?=[,)])")


class TemplateCode(CodeGenerator):
    """Writes the Python of a template."""

    _asked = False

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802 - Jinja's
        """Write the whole, with what it needs of ours."""
        self.writeline("from rubicon.language.templates import Turns, as_markup, escaped, joined")
        super().visit_Template(node, frame)

    def write_commons(self) -> None:
        """Write what each part begins with."""
        super().write_commons()
        self.writeline("LoopContext, markup_join = Turns, joined")

    def writeline(self, x: str, node: nodes.Node | None = None, extra: int = 0) -> None:
        """Write a line; the arguments of a macro may be left out, and its body looks which are missing."""
        if x.startswith("def macro("):
            x = _ARGUMENT.sub(r"\g<0>=missing", x)
        super().writeline(x, node, extra)

    def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:
        """Write what makes a macro of the function that holds its body: the function itself."""
        nested = isinstance(macro_ref.node, nodes.Macro) and frame.symbols.level != 1
        if nested or macro_ref.accesses_kwargs or macro_ref.accesses_varargs:
            self.fail("a macro stands by itself, and names its arguments", macro_ref.node.lineno)
        self.write("macro")

    def return_buffer_contents(self, frame: Frame, force_unescaped: bool = False) -> None:
        """Write how a body ends: what it says is escaped already."""
        if frame.eval_ctx.autoescape:
            self.writeline(f"return as_markup(concat({frame.buffer}))")
        else:
            super().return_buffer_contents(frame, force_unescaped)

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        _say_nothing_else(node)
        if frame.eval_ctx.autoescape:
            self._said = self.temporary_identifier()
            self.write(f"({self._said} if ({self._said} := ")
        else:
            super()._output_child_pre(node, frame, finalize)

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.autoescape:
            self.write(f").__class__ is Markup else escaped({self._said}))")
        else:
            super()._output_child_post(node, frame, finalize)

    def visit_Test(self, node: nodes.Test, frame: Frame) -> None:  # noqa: N802 - Jinja's
        """Write a test; one may ask whether there is a part."""
        self._asked = node.name in ("defined", "undefined")
        super().visit_Test(node, frame)

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 - Jinja's
        """Write how a part is asked for: of the value itself, and only where it may have none by Jinja."""
        asked, self._asked = self._asked, False
        if (self.name or "").startswith(OF_VALUES) and not asked and not iskeyword(node.attr):
            self.visit(node.node, frame)
            self.write(f".{node.attr}")
            return
        whole, part = self.temporary_identifier(), self.temporary_identifier()
        self.write(f"({part} if ({part} := getattr({whole} := ")
        self.visit(node.node, frame)
        name = repr(node.attr)
        self.write(f", {name}, missing)) is not missing else environment.getattr({whole}, {name}))")

    def visit_Getitem(self, node: nodes.Getitem, frame: Frame) -> None:  # noqa: N802 - Jinja's
        """Write how one of several is asked for by its number."""
        if isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, int):
            self.visit(node.node, frame)
            self.write(f"[{node.arg.value}]")
        else:
            super().visit_Getitem(node, frame)

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802
        """Write a call that is one in Python."""
        if node.dyn_args or node.dyn_kwargs:
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for arg in (*node.args, *node.kwargs):
            self.visit(arg, frame)
            self.write(", ")
        self.write(f"{CALLER}=caller)" if forward_caller else ")")


def _say_nothing_else(node: nodes.Expr) -> None:
    """Let what is said only under a condition be nothing otherwise, as it prints, and not a value that is not there."""
    while isinstance(node, nodes.CondExpr):
        if node.expr2 is None:
            node.expr2 = nodes.Const("", lineno=node.lineno)
        node = node.expr2
