using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using NJsonSchema;
using NJsonSchema.Validation;

namespace HfEndpoints.Emulator.Tests;

/// <summary>The service's OpenAPI document as JSON schemas, read by a library that knows nothing of this project.</summary>
internal static class ApiSchema
{
    private static readonly JsonNode s_document = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "openapi.json")))!;

    private static readonly JsonSchemaValidatorSettings s_settings = new()
    {
        FormatValidators =
        [
            .. new JsonSchemaValidatorSettings().FormatValidators.Where(validator => validator.Format != JsonFormatStrings.DateTime),
            new Rfc3339Validator(),
        ],
    };

    private static readonly Lazy<Task<JsonSchema>> s_schemas = new(ReadAsync);

    /// <summary>Every operation, as "GET /v2/provider".</summary>
    public static IReadOnlyList<string> Operations { get; } =
    [
        .. s_document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject()
            .Where(operation => operation.Key is "get" or "post" or "put" or "delete" or "patch")
            .Select(operation => $"{operation.Key.ToUpperInvariant()} {path.Key}")),
    ];

    /// <summary>The kinds of content an operation answers with, each with its schema.</summary>
    public static IReadOnlyDictionary<string, JsonNode?> Answers(string operation)
    {
        string[] parts = operation.Split(' ');
        JsonNode answer = s_document["paths"]![parts[1]]![parts[0].ToLowerInvariant()]!["responses"]!["200"]!;
        return (answer["content"]?.AsObject() ?? []).ToDictionary(content => content.Key, content => content.Value!["schema"]);
    }

    public static async Task<IReadOnlyList<string>> ProblemsAsync(JsonNode schema, string json)
    {
        JsonSchema checker = (await s_schemas.Value).Definitions[Name(schema)];
        return [.. checker.Validate(json, s_settings).Select(Describe)];
    }

    /// <summary>
    /// All schemas in one, as reading them takes long. The library reads schemas, not OpenAPI documents: the components become
    /// definitions, and so does every answer.
    /// </summary>
    private static Task<JsonSchema> ReadAsync()
    {
        JsonObject definitions = s_document["components"]!["schemas"]!.DeepClone().AsObject();
        foreach (JsonNode? schema in Operations.SelectMany(operation => Answers(operation).Values))
        {
            definitions[Name(schema!)] = schema!.DeepClone();
        }

        string text = new JsonObject { ["definitions"] = definitions }.ToJsonString();
        return JsonSchema.FromJsonAsync(text.Replace("#/components/schemas/", "#/definitions/", StringComparison.Ordinal));
    }

    private static string Name(JsonNode schema) =>
        "answer " + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(schema.ToJsonString())));

    private static string Describe(ValidationError error)
    {
        string inner = error is ChildSchemaValidationError child
            ? $" ({string.Join("; ", child.Errors.SelectMany(pair => pair.Value).Select(Describe))})"
            : "";
        return $"{error.Path}: {error.Kind}{inner}";
    }
}
