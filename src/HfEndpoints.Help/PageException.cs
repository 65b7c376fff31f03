namespace HfEndpoints.Help;

/// <summary>A mistake in a page, told in the form that MSBuild and editors jump to.</summary>
internal sealed class PageException(string path, int line, string message)
    : Exception($"{path}({line}): error HELP: {message}");
