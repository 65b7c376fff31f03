namespace HfEndpoints.Emulator;

/// <summary>Tells an answer that never ends that a rule is about to cut it: it ends after what it has to say at once.</summary>
internal sealed class CutAnswer
{
    private static readonly CutAnswer s_instance = new();

    public static void Ask(HttpContext context) => context.Features.Set(s_instance);

    public static bool IsAsked(HttpContext context) => context.Features.Get<CutAnswer>() is not null;
}
