namespace HfEndpoints.Emulator.Models;

/// <summary>A table of text cells, all columns of the same length.</summary>
/// <param name="Columns">The names of the columns.</param>
/// <param name="Rows">The cells, row by row.</param>
public sealed record DataTable(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows);

/// <summary>The cells that answer a question about a table.</summary>
/// <param name="Coordinates">Rows and columns of the cells, from 0.</param>
/// <param name="Cells">What is in them.</param>
/// <param name="Aggregator">NONE, or what is to be done with them: SUM, AVERAGE or COUNT.</param>
public sealed record TableAnswer(IReadOnlyList<(int Row, int Column)> Coordinates, IReadOnlyList<string> Cells, string Aggregator)
{
    /// <summary>The aggregator of an answer that is the cells themselves.</summary>
    public const string None = "NONE";
}
