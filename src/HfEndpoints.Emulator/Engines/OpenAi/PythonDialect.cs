namespace HfEndpoints.Emulator;

/// <summary>What the servers under FastAPI have in common: vLLM and SGLang.</summary>
internal abstract class PythonDialect : OpenAiDialect
{
    public override EngineException BadJson(string reason) => Invalid(
        "[{'type': 'json_invalid', 'loc': ('body', 0), 'msg': 'JSON decode error', 'input': {}, 'ctx': {'error': 'Expecting value'}}]");

    public override EngineException BadField(string name, FieldProblem problem, JsonNode? value) =>
        Invalid(PythonText.Complaint(name, problem, value));

    /// <summary>A route that the server has for other methods only, or does not have: FastAPI's own bodies.</summary>
    public static RawAnswer NoRoute(bool isKnown) =>
        new(new { detail = isKnown ? "Method Not Allowed" : "Not Found" }, isKnown ? 405 : 404);

    protected abstract EngineException Invalid(string complaint);
}

/// <summary>Writes JSON as Python prints it, which is how servers in Python quote a request in their errors.</summary>
internal static class PythonText
{
    public static string Write(JsonNode? node) => node switch
    {
        null => "None",
        JsonObject json => "{" + string.Join(", ", json.Select(pair => $"{Quote(pair.Key)}: {Write(pair.Value)}")) + "}",
        JsonArray list => "[" + string.Join(", ", list.Select(Write)) + "]",
        _ => node.GetValueKind() switch
        {
            JsonValueKind.True => "True",
            JsonValueKind.False => "False",
            JsonValueKind.String => Quote(node.GetValue<string>()),
            _ => node.ToJsonString(HttpAnswers.Json),
        },
    };

    /// <summary>A list with one complaint of pydantic, the library that checks requests.</summary>
    public static string Complaint(string name, FieldProblem problem, JsonNode? value)
    {
        (string kind, string text) = problem switch
        {
            FieldProblem.Missing => ("missing", "Field required"),
            FieldProblem.NotText => ("string_type", "Input should be a valid string"),
            FieldProblem.NotInteger => ("int_parsing", "Input should be a valid integer, unable to parse string as an integer"),
            FieldProblem.NotNumber => ("float_parsing", "Input should be a valid number, unable to parse string as a number"),
            FieldProblem.NotFlag => ("bool_parsing", "Input should be a valid boolean, unable to interpret input"),
            FieldProblem.NotObject => ("dict_type", "Input should be a valid dictionary"),
            _ => ("list_type", "Input should be a valid list"),
        };
        return $"[{{'type': '{kind}', 'loc': ('body', '{name}'), 'msg': '{text}', 'input': {Write(value)}}}]";
    }

    public static string TypeOf(JsonNode? node) => node switch
    {
        null => "NoneType",
        JsonArray => "list",
        JsonObject => "dict",
        _ => node.GetValueKind() switch
        {
            JsonValueKind.String => "str",
            JsonValueKind.Number => node.ToJsonString().AsSpan().IndexOfAny(".eE") < 0 ? "int" : "float",
            _ => "bool",
        },
    };

    public static string List(IEnumerable<string> items) => $"[{string.Join(", ", items.Select(item => $"'{item}'"))}]";

    private static string Quote(string text) =>
        $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal).ReplaceLineEndings("\\n")}'";
}
