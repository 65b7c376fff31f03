using System.Collections.Concurrent;
using HfEndpoints.Client;

namespace HfEndpoints.Commands;

/// <summary>The hardware of each namespace that a cmdlet deals with, asked for once.</summary>
internal sealed class HardwareLists
{
    private readonly ConcurrentDictionary<(HfConnection, string?), Task<IReadOnlyList<HfHardware>>> _asked = [];

    /// <summary>All hardware; without a namespace it is asked for without a token, and no quota is known.</summary>
    public Task<IReadOnlyList<HfHardware>> GetAsync(
        HfConnection connection, HfClient client, string? owner, CancellationToken cancellationToken) =>
        _asked.GetOrAdd((connection, owner), _ => client.Hardware.ListAsync(owner, cancellationToken));
}
