namespace HfEndpoints.Emulator;

/// <summary>What the servers under FastAPI have in common: vLLM and SGLang.</summary>
internal abstract class PythonDialect : OpenAiDialect
{
    public override EngineException BadJson(string reason) => Refuse(
        "[{'type': 'json_invalid', 'loc': ('body', 0), 'msg': 'JSON decode error', 'input': {}, 'ctx': {'error': 'Expecting value'}}]");

    public override EngineException BadField(string name, FieldProblem problem, JsonNode? value) =>
        Refuse(PythonText.Complaint(name, problem, value));

    /// <summary>A route that the server does not have: FastAPI's own body.</summary>
    public static Task AnswerNotFoundAsync(HttpContext context) => context.AnswerJsonAsync(
        new JsonObject { ["detail"] = "Not Found" }, StatusCodes.Status404NotFound);

    /// <summary>A route that the server has, but for another method.</summary>
    public static Task AnswerWrongMethodAsync(HttpContext context) => context.AnswerJsonAsync(
        new JsonObject { ["detail"] = "Method Not Allowed" }, StatusCodes.Status405MethodNotAllowed);

    protected abstract EngineException Refuse(string complaint);
}
