namespace HfEndpoints.Commands;

/// <summary>How a batch was called.</summary>
/// <param name="Task">The task; null uses the endpoints' own.</param>
/// <param name="AllowsPending">Whether to wait for an endpoint's first deployment.</param>
/// <param name="IsWhatIf">Whether to show only what would be done.</param>
/// <param name="IsShown">Whether the action is shown to the user before.</param>
internal sealed record BatchTerms(string? Task, bool AllowsPending, bool IsWhatIf, bool IsShown);
