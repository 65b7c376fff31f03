using HfEndpoints.Help;

return CommandLine.Run(args, Console.Out, Console.Error);
