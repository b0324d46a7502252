//! The syntax tree's types. The only place that names where they come from: no rule says `ruff`.

pub use ruff_python_ast::token::TokenKind;
pub use ruff_python_ast::{
    Alias, Arguments, BoolOp, CmpOp, Comprehension, ConversionFlag, Decorator, DictItem, ElifElseClause,
    ExceptHandler, ExceptHandlerExceptHandler, Expr, ExprAttribute, ExprBinOp, ExprBytesLiteral, ExprCall,
    ExprContext, ExprDict, ExprFString, ExprName, ExprNumberLiteral, ExprStringLiteral, ExprTString,
    FStringPart, Identifier, InterpolatedElement, InterpolatedStringElement, InterpolatedStringElements,
    InterpolatedStringFormatSpec, Keyword, MatchCase, ModModule, Number, Operator, Parameter,
    ParameterWithDefault, Parameters, Pattern, PatternKeyword, Stmt, StmtAnnAssign, StmtAssert, StmtClassDef,
    StmtFunctionDef, StmtIf, StmtImport, StmtImportFrom, StmtWith, Suite, TypeParam, TypeParams, UnaryOp,
    WithItem,
};
pub use ruff_text_size::{Ranged, TextRange, TextSize};
