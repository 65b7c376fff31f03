using System.Diagnostics.CodeAnalysis;

namespace HfEndpoints.Emulator;

internal static class Refuse
{
    /// <summary>Throws what a request is refused with, if a condition holds.</summary>
    public static void If([DoesNotReturnIf(true)] bool condition, Func<Exception> refusal)
    {
        if (condition)
        {
            throw refusal();
        }
    }
}
