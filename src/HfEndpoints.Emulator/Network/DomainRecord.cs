using System.Text.Json.Nodes;

namespace HfEndpoints.Emulator;

/// <summary>A custom domain. Its stage follows from the time; the beginning of its name tells how it ends.</summary>
internal sealed record DomainRecord(string Namespace, string Domain, DateTimeOffset CreatedAt)
{
    private static readonly TimeSpan s_pending = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_challenge = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_deleting = TimeSpan.FromSeconds(5);

    public DateTimeOffset? DeletedAt { get; init; }

    public bool IsGone(DateTimeOffset now) => now - DeletedAt >= s_deleting;

    public JsonObject ToJson(DateTimeOffset now) => new()
    {
        ["domain"] = Domain,
        ["createdAt"] = EmulatorClock.Format(CreatedAt),
        ["status"] = new JsonObject { ["stage"] = Stage(now) },
    };

    private string Stage(DateTimeOffset now) => (now - CreatedAt) switch
    {
        _ when DeletedAt is not null => "Deleting",
        TimeSpan age when age < s_pending => "Pending",
        TimeSpan age when age < s_challenge => "PendingChallenge",
        _ when Domain.StartsWith("expired", StringComparison.Ordinal) => "ExpiredChallenge",
        _ when Domain.StartsWith("misconfigured", StringComparison.Ordinal) => "Misconfigured",
        _ => "Ready",
    };
}
