using System.Text.Json.Nodes;

namespace HfEndpoints.Emulator.Engines;

/// <summary>Writes JSON that fits a schema of a request, and refuses a schema that is not valid.</summary>
internal static class SchemaWriter
{
    public static string Write(EngineRequest request, OpenAiDialect dialect, JsonNode schema, long seed, string prompt)
    {
        try
        {
            return request.Models.WriteJson(AnswerConstraint.Parse(schema) ?? new JsonObject(), seed, prompt)?.ToJsonString(HttpAnswers.Json) ?? "null";
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException)
        {
            throw dialect.BadField("schema", FieldProblem.NotObject, schema);
        }
    }
}
