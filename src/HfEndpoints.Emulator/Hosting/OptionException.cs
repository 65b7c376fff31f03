namespace HfEndpoints.Emulator;

/// <summary>A command line that cannot be understood; the message names the option and what it takes.</summary>
/// <param name="message">What is wrong, for the person who typed the command.</param>
public sealed class OptionException(string message) : Exception(message);
