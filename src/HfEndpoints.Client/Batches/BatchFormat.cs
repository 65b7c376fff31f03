namespace HfEndpoints.Client.Batches;

/// <summary>How a file holds jobs.</summary>
public enum BatchFormat
{
    /// <summary>A JSON value on each line: an object, or a string that is the prompt.</summary>
    Jsonl,

    /// <summary>Comma-separated values (RFC 4180) with the names of the columns in the first line.</summary>
    Csv,
}
