using System.Text.Json.Nodes;

namespace HfEndpoints.Client;

/// <summary>The model to serve and the container that serves it.</summary>
public sealed record ModelRequest
{
    /// <summary>The model's repository on the hub.</summary>
    public string? Repository { get; init; }

    /// <summary><c>custom</c>, <c>pytorch</c> or <c>llamacpp</c>.</summary>
    public string? Framework { get; init; }

    /// <summary>The commit or branch.</summary>
    public string? Revision { get; init; }

    /// <summary>The task. The service takes no null here: it is left out where it is not set.</summary>
    public string? Task { get; init; }

    /// <summary>The container, an object of one member named by its engine, always sent whole.</summary>
    public JsonObject? Image { get; init; }

    /// <summary>What the container runs instead of its entry point.</summary>
    public IReadOnlyList<string>? Command { get; init; }

    /// <summary>The arguments of the container's command.</summary>
    public IReadOnlyList<string>? Args { get; init; }

    /// <summary>Environment variables of the container.</summary>
    public IReadOnlyDictionary<string, string>? Env { get; init; }

    /// <summary>Secret environment variables; null as a value removes one.</summary>
    public IReadOnlyDictionary<string, string?>? Secrets { get; init; }
}
