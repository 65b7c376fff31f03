using System.Text.Json.Nodes;
using HfEndpoints.Emulator.Models;

namespace HfEndpoints.Emulator.Engines;

/// <summary>Writes JSON that fits a schema of a request, and refuses a schema that is none.</summary>
internal static class SchemaWriter
{
    public static string Write(EngineRequest request, OpenAiDialect dialect, JsonNode schema, long seed, string prompt)
    {
        var random = new Random(unchecked((int)RandomSource.Hash(seed, prompt)));
        try
        {
            return new SchemaText(request.Services.Model, AnswerConstraint.Parse(schema) ?? new JsonObject(), random).Write()?.ToJsonString(HttpAnswers.Json) ?? "null";
        }
        catch (Exception exception) when (exception is InvalidOperationException or FormatException or ArgumentException)
        {
            throw dialect.BadField("schema", FieldProblem.NotObject, schema);
        }
    }
}
