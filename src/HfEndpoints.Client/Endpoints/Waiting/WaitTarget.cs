namespace HfEndpoints.Client;

/// <summary>An endpoint to wait for, or to watch.</summary>
/// <param name="Namespace">The user or organization that owns it.</param>
/// <param name="Name">Its name.</param>
public sealed record WaitTarget(string Namespace, string Name);
