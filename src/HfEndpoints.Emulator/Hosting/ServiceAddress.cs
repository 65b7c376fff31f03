namespace HfEndpoints.Emulator;

/// <summary>The address the emulator came to listen on; endpoints' urls are built from it.</summary>
internal sealed class ServiceAddress
{
    public Uri Value { get; set; } = new("http://127.0.0.1/");

    public string EndpointUrl(string owner, string name) =>
        $"{Value.GetLeftPart(UriPartial.Authority)}/serve/{Uri.EscapeDataString(owner)}/{Uri.EscapeDataString(name)}";
}
