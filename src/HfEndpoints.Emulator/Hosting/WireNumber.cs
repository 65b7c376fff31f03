namespace HfEndpoints.Emulator;

internal static class WireNumber
{
    /// <summary>
    /// A floating point number as the service's JSON library writes it: 30.0 and not 30. Clients in languages without types go by
    /// the spelling and would read the second as an integer.
    /// </summary>
    public static JsonNode Float(double value) => JsonNode.Parse(value.ToString("0.0################", CultureInfo.InvariantCulture))!;
}
