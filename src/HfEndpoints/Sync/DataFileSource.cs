namespace HfEndpoints.Commands;

/// <summary>
/// Reads a PowerShell data file like Import-PowerShellDataFile, without running it, and keeps the line of each value.
/// Unlike there, the number of values is not limited.
/// </summary>
internal sealed class DataFileSource
{
    private readonly string _file;

    private DataFileSource(string file) => _file = file;

    public static SourceNode Parse(string text, string file)
    {
        var source = new DataFileSource(file);
        ScriptBlockAst script = source.Script(text);
        ExpressionAst? root = script.ParamBlock is null && script.BeginBlock is null && script.ProcessBlock is null
            && script.EndBlock?.Statements is { Count: 1 } statements
            ? (statements[0] as PipelineAst)?.GetPureExpression()
            : null;
        return root is HashtableAst
            ? source.Read(root)
            : throw source.Refuse(script.Extent, "a data file must contain one table, @{ ... }, and nothing else.");
    }

    private ScriptBlockAst Script(string text)
    {
        ScriptBlockAst script;
        ParseError[] errors;
        try
        {
            script = Parser.ParseInput(text, out _, out errors);
        }
        catch (ParseException exception)
        {
            // PowerShell's parser fails itself at such a name, and does not say where.
            throw new HfException(
                HfErrorKind.InvalidFile,
                $"'{_file}' can't be read as a PowerShell data file, because PowerShell's parser fails. It does so at a name that is a "
                + "number out of range: put names in quotes.",
                exception);
        }

        return errors.Length == 0 ? script : throw Refuse(errors[0].Extent, errors[0].Message);
    }

    private SourceNode Read(ExpressionAst expression)
    {
        int line = expression.Extent.StartLineNumber;
        switch (expression)
        {
            case HashtableAst table:
                return new SourceNode
                {
                    Line = line,
                    Members =
                    [
                        .. table.KeyValuePairs.Select(pair => new SourceMember(
                            Value(pair.Item1)?.ToString() ?? "", pair.Item1.Extent.StartLineNumber, Read(pair.Item2))),
                    ],
                };
            case ArrayLiteralAst list:
                return new SourceNode { Line = line, Items = [.. list.Elements.Select(Read)] };
            case ArrayExpressionAst list:
                return new SourceNode { Line = line, Items = [.. list.SubExpression.Statements.SelectMany(Items)] };
            case ParenExpressionAst { Pipeline: PipelineAst inner } when inner.GetPureExpression() is { } within:
                return Read(within);
            default:
                return new SourceNode { Line = line, Value = Value(expression) };
        }
    }

    private SourceNode Read(StatementAst statement) => Read(Expression(statement));

    private IEnumerable<SourceNode> Items(StatementAst statement) =>
        Expression(statement) is ArrayLiteralAst list ? list.Elements.Select(Read) : [Read(statement)];

    private ExpressionAst Expression(StatementAst statement) =>
        (statement as PipelineAst)?.GetPureExpression()
        ?? throw Refuse(statement.Extent, "commands are not allowed in a data file. Use values only.");

    private JsonValue? Value(ExpressionAst expression)
    {
        object? value;
        try
        {
            value = expression.SafeGetValue();
        }
        catch (InvalidOperationException)
        {
            throw NoValue(expression);
        }

        if (value is double number && !double.IsFinite(number))
        {
            throw Refuse(expression.Extent, $"the number {expression.Extent.Text} is out of range.");
        }

        return value is null ? null : JsonConversion.ToNode(value) as JsonValue ?? throw NoValue(expression);
    }

    private HfException NoValue(ExpressionAst expression) => Refuse(
        expression.Extent,
        "expressions are not allowed in a data file. Use strings, numbers, $true, $false, $null, lists and tables only.");

    private HfException Refuse(IScriptExtent extent, string problem) =>
        new(HfErrorKind.InvalidFile, $"'{_file}', line {extent.StartLineNumber}: {problem}");
}
