using HfEndpoints.Emulator;
using Microsoft.AspNetCore.Connections;

if (args.Contains("--help") || args.Contains("-h"))
{
    Console.Out.WriteLine(OptionsParser.Usage);
    return 0;
}

EmulatorOptions options;
try
{
    options = EmulatorOptions.Parse(args);
}
catch (OptionException exception)
{
    await Console.Error.WriteLineAsync($"{exception.Message}{Environment.NewLine}Try --help.");
    return 2;
}

try
{
    await using EmulatorHost host = await EmulatorHost.StartAsync(options);
    Console.Out.WriteLine($"listening on {host.Address.GetLeftPart(UriPartial.Authority)}");
    await host.WaitForShutdownAsync();
    return 0;
}
catch (IOException exception) when (exception.InnerException is AddressInUseException)
{
    await Console.Error.WriteLineAsync($"Port {options.Port} is already in use. Take another with --port, or any that is free with --port 0.");
    return 1;
}
