namespace HfEndpoints.Emulator;

/// <summary>A command line that can't be understood; the message names the option and what it takes.</summary>
/// <param name="message">What is wrong, for the person who typed the command.</param>
public sealed class OptionException(string message) : Exception(message);

/// <summary>How the emulator behaves. The defaults are those of the command line.</summary>
public sealed record EmulatorOptions
{
    /// <summary>The port on 127.0.0.1; 0 takes any that is free.</summary>
    public int Port { get; init; } = 8765;

    /// <summary>The user that every accepted token belongs to.</summary>
    public string User { get; init; } = "alice";

    /// <summary>The organizations the user is a member of.</summary>
    public IReadOnlyList<string> Organizations { get; init; } = ["acme", "globex"];

    /// <summary>The accepted tokens; none means that any token is accepted.</summary>
    public IReadOnlyList<string> Tokens { get; init; } = [];

    /// <summary>
    /// How many times faster than real time the service's clock runs; 0 stops it, so that only the control route moves it.
    /// </summary>
    public double Speed { get; init; } = 1;

    /// <summary>Seeds everything random: durations, ids, sampling without a seed, the probability of faults.</summary>
    public int Seed { get; init; }

    /// <summary>The real time one answer of a model takes.</summary>
    public TimeSpan GenerateTime { get; init; }

    /// <summary>The real time between two chunks of a streamed answer.</summary>
    public TimeSpan TokenTime { get; init; }

    /// <summary>
    /// Whether answers take about as long as on the endpoint's instance, by the sizes of the model, the prompt and the load. It is real
    /// time, in place of <see cref="GenerateTime"/> and <see cref="TokenTime"/>.
    /// </summary>
    public bool RealisticLatency { get; init; }

    /// <summary>How many answers one replica works on at once.</summary>
    public int MaxConcurrent { get; init; } = 128;

    /// <summary>How many endpoints a page of the list has when the request does not say.</summary>
    public int PageSize { get; init; } = 20;

    /// <summary>Whether logs can be searched; without it the searchable log routes answer 501.</summary>
    public bool LogSearch { get; init; } = true;

    /// <summary>A real server that answers for deployed endpoints in place of the emulated ones; null for none.</summary>
    public Uri? Backend { get; init; }

    /// <summary>
    /// Whether it stops when its standard input ends, and on no signal of the terminal: the program that started it holds the
    /// other end.
    /// </summary>
    public bool StopsWithInput { get; init; }

    /// <summary>Reads the options from a command line.</summary>
    /// <param name="args">The arguments, without the program's name.</param>
    /// <returns>The options, with defaults for what was not given.</returns>
    /// <exception cref="OptionException">An option is unknown, lacks its value or has a bad one.</exception>
    public static EmulatorOptions Parse(IReadOnlyList<string> args) => EmulatorCommand.Parse(args);
}
