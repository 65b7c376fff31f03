using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;

namespace HfEndpoints.Emulator;

/// <summary>A running emulator. Dispose it to stop it.</summary>
public sealed class EmulatorHost : IAsyncDisposable
{
    private const long MaxRequestBytes = 256L * 1024 * 1024;
    private readonly WebApplication _app;

    private EmulatorHost(WebApplication app)
    {
        _app = app;
        IServerAddressesFeature addresses =
            app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>();
        Address = new Uri(addresses.Addresses.Single());
        app.Services.GetRequiredService<ServiceAddress>().Value = Address;
    }

    /// <summary>Where the emulator listens, for example http://127.0.0.1:8765/.</summary>
    public Uri Address { get; }

    /// <summary>Starts an emulator and returns when it accepts connections.</summary>
    /// <param name="options">How it behaves.</param>
    /// <param name="timeProvider">The time under the service's clock; the system's by default.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    /// <returns>The running emulator.</returns>
    public static async Task<EmulatorHost> StartAsync(
        EmulatorOptions options, TimeProvider? timeProvider = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        // The empty builder reads no environment variable and no settings file, so nothing outside the options changes the emulator.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxRequestBytes;
            kestrel.Listen(IPAddress.Loopback, options.Port);
        });
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        // The host reports a failed start as an exception too; once is enough.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
        // An answer that breaks off is an error to Kestrel, but not to a rule that asked for it.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Critical);
        builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        if (options.StopsWithInput)
        {
            builder.Services.AddSingleton<IHostLifetime, InputLifetime>();
        }

        AddEmulator(builder.Services, options, timeProvider ?? TimeProvider.System);

        WebApplication app = builder.Build();
        Map(app);
        try
        {
            await app.StartAsync(cancellationToken);
            return new EmulatorHost(app);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>Moves the service's clock forward.</summary>
    /// <param name="duration">How far, in the service's time.</param>
    public void Advance(TimeSpan duration) => _app.Services.GetRequiredService<EmulatorClock>().Advance(duration);

    /// <summary>Waits until the process is asked to stop.</summary>
    /// <param name="cancellationToken">Ends the wait, and the emulator.</param>
    /// <returns>A task that ends when the emulator has stopped.</returns>
    public Task WaitForShutdownAsync(CancellationToken cancellationToken = default) => _app.WaitForShutdownAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private static void Map(WebApplication app)
    {
        EmulatorClock clock = app.Services.GetRequiredService<EmulatorClock>();
        app.Use((context, next) =>
        {
            // Every answer, a made-up fault too, has the id by which the service's support would find it, and the service's own time.
            context.Response.Headers["x-request-id"] = Guid.NewGuid().ToString();
            context.Response.Headers.Date = clock.UtcNow.ToString("R", CultureInfo.InvariantCulture);
            return next(context);
        });
        app.Use((context, next) =>
            ForeignPages.Refuses(context.Request) ? context.AnswerTextAsync(ForeignPages.Refusal, 403) : next(context));
        app.UseMiddleware<RequestLogMiddleware>();
        app.UseMiddleware<FaultMiddleware>();
        app.UseMiddleware<AnswerMiddleware>();
        app.UseRouting();
        RouteGroupBuilder service = app.MapAnswers();
        service.MapHub();
        service.MapManagement();
        service.MapReplicas();
        service.MapDiagnosis();
        service.MapEvents();
        service.MapTextLogs();
        service.MapLogSearch();
        service.MapAudit();
        service.MapHardware();
        service.MapNetwork();
        service.MapMetrics();
        service.MapCatalog();
        service.MapControl();
        service.MapConsole();
        app.MapServing();
    }

    private static void AddEmulator(IServiceCollection services, EmulatorOptions options, TimeProvider time) =>
        services
            .AddSingleton(options)
            .AddSingleton(new EmulatorClock(time, options.Speed))
            .AddSingleton<ServiceAddress>()
            .AddSingleton<RandomSource>()
            .AddSingleton<AccountDirectory>()
            .AddSingleton<EndpointStore>()
            .AddSingleton<EndpointService>()
            .AddHttpContextAccessor()
            .AddSingleton<AuditTrail>()
            .AddSingleton<NetworkStore>()
            .AddSingleton<LogTail>()
            .AddSingleton<RequestLog>()
            .AddSingleton<ForcedEndpoints>()
            .AddSingleton<WrittenLogs>()
            .AddSingleton<FaultRules>()
            .AddSingleton<TrafficRecorder>()
            .AddSingleton<BackendProxy>()
            .AddSingleton<ServingServices>();
}

/// <summary>The address the emulator came to listen on; endpoints' urls are built from it.</summary>
internal sealed class ServiceAddress
{
    public Uri Value { get; set; } = new("http://127.0.0.1/");

    public string EndpointUrl(string owner, string name) =>
        $"{Value.GetLeftPart(UriPartial.Authority)}/serve/{Uri.EscapeDataString(owner)}/{Uri.EscapeDataString(name)}";
}
