namespace HfEndpoints.Client.Inference;

/// <summary>The outcome of one of several inputs: its result, or its error.</summary>
/// <typeparam name="T">The type of the result.</typeparam>
/// <param name="Index">The position of the input, from 0.</param>
/// <param name="Value">The result; null if the input failed.</param>
/// <param name="Error">Why the input failed; null if it did not.</param>
public sealed record ItemResult<T>(int Index, T? Value, HfException? Error)
    where T : class
{
    /// <summary>The result.</summary>
    /// <returns>The result.</returns>
    /// <exception cref="HfException">The input failed.</exception>
    public T GetValue() => Error is null ? Value! : throw Error;
}
