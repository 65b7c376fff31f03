using HfEndpoints.Client;

var client = new HfClient();
var me = await client.Hub.WhoAmIAsync();
var endpoint = await client.Endpoints.GetAsync(me.Name, "my-endpoint");
var answer = await client.GetTextGenerationClient(endpoint).GenerateAsync("Once upon a time");
Console.WriteLine(answer.Text);
