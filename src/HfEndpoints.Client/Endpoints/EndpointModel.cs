using System.Text.Json;

namespace HfEndpoints.Client;

/// <summary>The model and the container that serves it.</summary>
public sealed record EndpointModel
{
    /// <summary>The model's repository on the hub.</summary>
    public string? Repository { get; init; }

    /// <summary>The commit or branch of the repository.</summary>
    public string? Revision { get; init; }

    /// <summary>The task, such as <c>text-generation</c>.</summary>
    public string? Task { get; init; }

    /// <summary><c>custom</c>, <c>pytorch</c> or <c>llamacpp</c>.</summary>
    public string? Framework { get; init; }

    /// <summary>The container, an object of one member named by its engine.</summary>
    public JsonElement? Image { get; init; }
}
