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
