namespace HfEndpoints.Emulator;

internal static class RequestId
{
    /// <summary>Gives every answer, a made-up fault too, the id by which the service's support would find it.</summary>
    public static void UseRequestId(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        context.Response.Headers["x-request-id"] = Guid.NewGuid().ToString();
        return next(context);
    });
}

internal static class ServiceDate
{
    /// <summary>Dates every answer by the service's clock, which may run ahead of the machine's.</summary>
    public static void UseServiceDate(this IApplicationBuilder app)
    {
        EmulatorClock clock = app.ApplicationServices.GetRequiredService<EmulatorClock>();
        app.Use((context, next) =>
        {
            context.Response.Headers.Date = clock.UtcNow.ToString("R", CultureInfo.InvariantCulture);
            return next(context);
        });
    }
}
