namespace HfEndpoints.Emulator;

/// <summary>Routes whose handlers return the answer: a text as it is, an object as JSON, nothing if they have sent it.</summary>
internal static class ServiceRoutes
{
    public static RouteGroupBuilder MapAnswers(this IEndpointRouteBuilder routes, string prefix = "") =>
        routes.MapGroup(prefix).AddEndpointFilter(async (invocation, next) =>
        {
            object? answer = await next(invocation);
            await invocation.HttpContext.AnswerAsync(answer is IResult ? null : answer);
            return Results.Empty;
        });

    /// <summary>Those of a namespace, {ns} in the path, for members whose token may change it, or read it if that is all they do.</summary>
    public static RouteGroupBuilder MapMembers(this IEndpointRouteBuilder routes, bool onlyRead = false) =>
        routes.MapGroup("").AddEndpointFilter((invocation, next) =>
        {
            HttpContext context = invocation.HttpContext;
            AccountDirectory accounts = context.RequestServices.GetRequiredService<AccountDirectory>();
            bool write = !onlyRead && !HttpMethods.IsGet(context.Request.Method);
            accounts.Authorize(context.Request, (string)context.Request.RouteValues["ns"]!, write);
            return next(invocation);
        });
}
