// A conversation whose model may call functions of this program. The endpoint's name is the first argument, such as acme/chat.
using HfEndpoints.Extensions.AI;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

await using ServiceProvider services = new ServiceCollection()
    .AddHfEndpoints(options => options.ChatEndpoint = args is [{ } name, ..] ? name : "chat")
    .BuildServiceProvider();
using IChatClient chat = services.GetRequiredService<IChatClient>().AsBuilder().UseFunctionInvocation().Build();
var options = new ChatOptions
{
    Instructions = "You help on a harbour's phone.",
    MaxOutputTokens = 200,
    Tools = [AIFunctionFactory.Create((string place) => $"{place}: 14 degrees, rain", "get_weather", "The weather of a place.")],
};

await foreach (ChatResponseUpdate update in chat.GetStreamingResponseAsync("What is the weather in Oslo?", options))
{
    foreach (AIContent content in update.Contents)
    {
        Console.Write(content switch
        {
            FunctionCallContent call => $"[{call.Name}]{Environment.NewLine}",
            TextContent text => text.Text,
            UsageContent usage => $"{Environment.NewLine}{usage.Details.TotalTokenCount} tokens{Environment.NewLine}",
            _ => "",
        });
    }
}
