namespace HfEndpoints.Emulator;

/// <summary>An error the service's web framework answers by itself, as text: a body or query it cannot read.</summary>
internal sealed class PlainTextException(int status, string message) : Exception(message)
{
    public int Status { get; } = status;
}
