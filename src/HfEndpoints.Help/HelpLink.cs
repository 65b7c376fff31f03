namespace HfEndpoints.Help;

internal sealed record HelpLink(string Text, string Uri);
