namespace HfEndpoints.Client;

/// <summary>
/// Completes the settings of an update where the service replaces a part as a whole: the image, which contains the
/// parallel sizes, and the vendor with its region.
/// </summary>
internal static class CurrentValues
{
    /// <summary>Whether the endpoint must be read before it can be updated.</summary>
    public static bool AreNeeded(EndpointSettings settings) => IsImageNeeded(settings) || IsProviderNeeded(settings);

    /// <summary>The settings, completed with the current values of the endpoint.</summary>
    /// <exception cref="HfException">The service does not return a value that is needed.</exception>
    public static EndpointSettings Complete(EndpointSettings settings, HfInferenceEndpoint current)
    {
        EndpointSettings whole = IsProviderNeeded(settings)
            ? settings with
            {
                Vendor = settings.Vendor ?? current.Vendor,
                Region = settings.Region ?? current.Region,
            }
            : settings;
        return IsImageNeeded(settings) ? whole with { CustomImage = new JsonText(Image(current)) } : whole;
    }

    private static bool IsImageNeeded(EndpointSettings settings) =>
        settings.CustomImage is null && (settings.TensorParallelSize ?? settings.DataParallelSize) is not null;

    private static bool IsProviderNeeded(EndpointSettings settings) => settings.Vendor is null != settings.Region is null;

    private static JsonObject Image(HfInferenceEndpoint current)
    {
        JsonObject image = current.ExactJson.Member("model")?.Member("image") is { ValueKind: JsonValueKind.Object } json
            ? JsonObject.Create(json)!
            : [];
        return image.Any(engine => engine.Value is JsonObject fields && fields["credentials"] is not null)
            ? throw new HfException(
                HfErrorKind.InvalidRequest,
                $"Endpoint '{current.Name}' runs an image with registry credentials, which the service does not return "
                + "in full. Give the whole image with CustomImage together with the parallel sizes.")
            : image;
    }
}
