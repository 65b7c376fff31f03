using HfEndpoints.Emulator.Hosting;

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

await using EmulatorHost host = await EmulatorHost.StartAsync(options);
Console.Out.WriteLine($"listening on {host.Address.GetLeftPart(UriPartial.Authority)}");
await host.WaitForShutdownAsync();
return 0;
