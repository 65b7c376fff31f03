namespace HfEndpoints;

/// <summary>An emulator of the service that was started on this machine. It ends with the process that started it.</summary>
public sealed class HfEmulator
{
    /// <summary>The address to connect to, such as <c>http://127.0.0.1:8765</c>.</summary>
    public required Uri EmulatorUri { get; init; }

    /// <summary>The id of its process.</summary>
    public required int ProcessId { get; init; }

    /// <summary>The program that runs, and its arguments.</summary>
    public required string CommandLine { get; init; }

    /// <summary>The address.</summary>
    /// <returns>The address, without a slash at its end.</returns>
    public override string ToString() => EmulatorUri.GetLeftPart(UriPartial.Authority);
}
