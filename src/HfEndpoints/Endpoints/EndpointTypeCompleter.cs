namespace HfEndpoints.Commands;

/// <summary>Completes who may call an endpoint.</summary>
public sealed class EndpointTypeCompleter : WordListCompleter
{
    private protected override IEnumerable<(string Value, string ToolTip)> Words =>
    [
        ("authenticated", "Anyone with a Hugging Face token"),
        ("private", "You, or the members of your organization"),
        ("public", "Anyone, without a token"),
    ];
}
