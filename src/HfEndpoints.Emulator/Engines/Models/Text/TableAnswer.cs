namespace HfEndpoints.Emulator.Models;

/// <summary>The cells that answer a question about a table.</summary>
/// <param name="Coordinates">Rows and columns of the cells, from 0.</param>
/// <param name="Cells">What is in them.</param>
/// <param name="Aggregator">NONE, or what is to be done with them: SUM, AVERAGE or COUNT.</param>
internal sealed record TableAnswer(IReadOnlyList<(int Row, int Column)> Coordinates, IReadOnlyList<string> Cells, string Aggregator);
