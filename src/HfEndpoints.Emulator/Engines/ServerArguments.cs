namespace HfEndpoints.Emulator;

/// <summary>Reads how a server was started: its command line, else its environment.</summary>
internal static class ServerArguments
{
    public static bool HasFlag(this EndpointSpec spec, string name) =>
        spec.ContainerArguments.Any(argument => argument == name || argument.StartsWith(name + "=", StringComparison.Ordinal));

    public static string? Argument(this EndpointSpec spec, string name)
    {
        string[] arguments = [.. spec.ContainerArguments];
        for (int i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] == name && i + 1 < arguments.Length)
            {
                return arguments[i + 1];
            }

            if (arguments[i].StartsWith(name + "=", StringComparison.Ordinal))
            {
                return arguments[i][(name.Length + 1)..];
            }
        }

        return null;
    }

    /// <summary>A number of the image's settings, an argument or an environment variable, whichever is first.</summary>
    public static int? Number(this EndpointSpec spec, string? field, string argument, string variable)
    {
        if (field is not null && spec.Image[field]?.GetValue<int>() is int setting)
        {
            return setting;
        }

        return int.TryParse(
            spec.Argument(argument) ?? spec.Environment(variable), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : null;
    }
}
