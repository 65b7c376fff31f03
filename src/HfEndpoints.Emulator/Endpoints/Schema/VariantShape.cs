using System.Text.Json.Nodes;

namespace HfEndpoints.Emulator;

/// <summary>An object with exactly one key, which names the variant.</summary>
internal sealed class VariantShape(IReadOnlyDictionary<string, Shape> variants) : Shape
{
    public override JsonNode? Read(JsonNode? node, string path)
    {
        if (node is not JsonObject { Count: 1 } source)
        {
            throw node is JsonObject
                ? new ShapeException(path, "expected map with a single key")
                : new ShapeException(path, "expected value", isSyntax: true);
        }

        (string name, JsonNode? value) = source.Single();
        return variants.TryGetValue(name, out Shape? shape)
            ? new JsonObject { [name] = shape.Read(value, Join(path, name)) }
            : throw new ShapeException(path, ShapeException.UnknownVariant(name, [.. variants.Keys]));
    }
}
