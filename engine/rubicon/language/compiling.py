"""How the templates of reports become Python: a macro is a function, and what is called or asked for is so at once.

What they say is what Jinja's own compiler would have them say. They may not switch escaping, wait for anything, call
what asks who calls, or hand a macro its arguments by name.
"""

from typing import Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame, MacroRef

CALLER = "l_1_caller"
"""What Jinja calls the text between the tags of a call, in a macro that stands in no other."""


class TemplateCode(CodeGenerator):
    """Writes the Python of a template."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802 - Jinja's
        """Write the whole, with what it needs of ours."""
        self.writeline("from rubicon.language.templates import as_macro, as_markup, escaped")
        super().visit_Template(node, frame)

    def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:
        """Write what makes a macro of the function that holds its body: the function itself."""
        nested = isinstance(macro_ref.node, nodes.Macro) and frame.symbols.level != 1
        if nested or macro_ref.accesses_kwargs or macro_ref.accesses_varargs:
            self.fail("a macro stands by itself, and names its arguments", macro_ref.node.lineno)
        self.write("as_macro(macro)")

    def return_buffer_contents(self, frame: Frame, force_unescaped: bool = False) -> None:
        """Write how a body ends: what it says is escaped already."""
        if frame.eval_ctx.autoescape:
            self.writeline(f"return as_markup(concat({frame.buffer}))")
        else:
            super().return_buffer_contents(frame, force_unescaped)

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.autoescape:
            self.write("escaped(")
        else:
            super()._output_child_pre(node, frame, finalize)

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 - Jinja's
        """Write how a part is asked for: of the value itself, and only where it has none by Jinja."""
        whole, part = self.temporary_identifier(), self.temporary_identifier()
        self.write(f"({part} if ({part} := getattr({whole} := ")
        self.visit(node.node, frame)
        name = repr(node.attr)
        self.write(f", {name}, missing)) is not missing else environment.getattr({whole}, {name}))")

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
