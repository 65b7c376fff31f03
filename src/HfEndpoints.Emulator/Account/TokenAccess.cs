namespace HfEndpoints.Emulator;

/// <summary>What an accepted token may do. The beginning of the token tells, so that refusals can be tested.</summary>
internal sealed record TokenAccess(string Role, bool CanRead, bool CanWrite, bool CanInfer)
{
    public static TokenAccess For(string token) => token switch
    {
        _ when token.StartsWith("hf_read", StringComparison.Ordinal) => new("read", true, false, true),
        _ when token.StartsWith("hf_noinfer", StringComparison.Ordinal) => new("fineGrained", true, true, false),
        _ when token.StartsWith("hf_infer", StringComparison.Ordinal) => new("fineGrained", false, false, true),
        _ => new("write", true, true, true),
    };
}
