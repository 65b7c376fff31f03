using HfEndpoints.Emulator;
using Microsoft.AspNetCore.Connections;

try
{
    return await EmulatorCommand.InvokeAsync(args, RunAsync);
}
catch (OptionException exception)
{
    await Console.Error.WriteLineAsync($"{exception.Message}{Environment.NewLine}Try --help.");
    return 2;
}

static async Task<int> RunAsync(EmulatorOptions options)
{
    try
    {
        await using EmulatorHost host = await EmulatorHost.StartAsync(options);
        Console.Out.WriteLine($"listening on {host.Address.GetLeftPart(UriPartial.Authority)}");
        await host.WaitForShutdownAsync();
        return 0;
    }
    catch (IOException exception) when (exception.InnerException is AddressInUseException)
    {
        await Console.Error.WriteLineAsync(
            $"Port {options.Port} is already in use. Use another one with --port, or any that is free with --port 0.");
        return 1;
    }
}
