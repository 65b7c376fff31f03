using System.Collections.ObjectModel;
using System.Runtime.CompilerServices;

namespace HfEndpoints;

/// <summary>A list of a result, which can't be changed. As text, such as in a CSV file, it is its items with blanks between.</summary>
/// <typeparam name="T">What its items are.</typeparam>
/// <param name="items">The items.</param>
[CollectionBuilder(typeof(HfList), nameof(HfList.Create))]
public sealed class HfList<T>(IList<T> items) : ReadOnlyCollection<T>(items)
{
    /// <summary>The items, with blanks between.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => string.Join(' ', this);
}

/// <summary>Makes lists.</summary>
public static class HfList
{
    /// <summary>Makes a list.</summary>
    /// <typeparam name="T">What its items are.</typeparam>
    /// <param name="items">The items.</param>
    /// <returns>The list.</returns>
    public static HfList<T> Create<T>(ReadOnlySpan<T> items) => new(items.ToArray());
}
