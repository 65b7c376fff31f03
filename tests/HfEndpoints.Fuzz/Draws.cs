using System.Globalization;
using CsCheck;

namespace HfEndpoints.Fuzz;

/// <summary>
/// Tries inputs that are drawn. Every run draws the same, so that one that fails says something about a change; the environment
/// variable HFENDPOINTS_DRAW draws others by another number.
/// </summary>
internal static class Draws
{
    private const string Variable = "HFENDPOINTS_DRAW";

    private static readonly ulong s_first =
        ulong.TryParse(Environment.GetEnvironmentVariable(Variable), CultureInfo.InvariantCulture, out ulong number) ? number : 1;

    /// <summary>Tries so many inputs, one after another.</summary>
    public static async Task TryAsync<T>(this Gen<T> inputs, int count, Func<T, Task> check)
    {
        for (uint i = 0; i < count; i++)
        {
            T input = inputs.Generate(new PCG(i, s_first), null, out _);
            try
            {
                await check(input);
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"Input {i} of {Variable}={s_first} fails: {input}", exception);
            }
        }
    }
}
