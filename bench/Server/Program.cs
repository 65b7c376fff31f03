using System.Net;
using HfEndpoints.Bench.Server;

// A server of answers that are made beforehand, so that a measurement is of the client and not of it. It prints its
// addresses, that for text generation and the API first, then that for embeddings, and stops when its input is closed.
WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
{
    options.Listen(IPAddress.Loopback, 0);
    options.Listen(IPAddress.Loopback, 0);
});
await using WebApplication app = builder.Build();
app.Run(context => Routes.AnswerAsync(context, context.Connection.LocalPort == new Uri(app.Urls.Last()).Port));
await app.StartAsync();
Console.WriteLine(string.Join(' ', app.Urls));
while (await Console.In.ReadLineAsync() is not null)
{
}

await app.StopAsync();
