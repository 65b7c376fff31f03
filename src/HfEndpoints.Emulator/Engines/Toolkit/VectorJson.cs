using System.Text.Json.Nodes;

namespace HfEndpoints.Emulator.Engines;

/// <summary>Vectors as lists of numbers.</summary>
internal static class VectorJson
{
    public static JsonArray Of(IEnumerable<float> vector) => new([.. vector.Select(value => JsonValue.Create(value))]);
}
