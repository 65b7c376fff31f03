namespace HfEndpoints.Client.Inference;

/// <summary>A deployed endpoint to send prompts to.</summary>
/// <param name="Uri">Its address.</param>
/// <param name="SendToken">
/// True where the service itself named this address, or the caller vouches for it; null sends the token only to the
/// session's hosts and to Hugging Face's own endpoints; false never.
/// </param>
/// <param name="Name">Its name for messages; null uses the address.</param>
public sealed record InferenceTarget(Uri Uri, bool? SendToken = null, string? Name = null)
{
    internal string Label => Name is null ? $"'{Uri.GetLeftPart(UriPartial.Path)}'" : $"endpoint '{Name}'";
}
