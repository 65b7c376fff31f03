namespace HfEndpoints.Emulator.Models;

/// <summary>A table of text cells, all columns of the same length.</summary>
/// <param name="Columns">The names of the columns.</param>
/// <param name="Rows">The cells, row by row.</param>
internal sealed record DataTable(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows);
