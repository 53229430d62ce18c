using System.Collections.Immutable;
using Helios.Control;
using Helios.Linux;
using Helios.Screens;

namespace Helios.Cli;

/// <summary><c>helios top</c>: all containers on a full screen, with keys for what one does next.</summary>
internal sealed class TopVerb : DaemonVerb
{
    private readonly CliOption _interval = IntervalOption.Of(2);
    private readonly FileFd _input = FileFd.Borrow(0);

    internal TopVerb()
        : base("top", "Shows all containers on a full screen, with keys to act on them")
        => AddWithSocket(_interval);

    /// <inheritdoc/>
    internal override string Usage => "[--interval SECONDS]";

    /// <inheritdoc/>
    internal override ImmutableArray<Example> Examples => [new("helios top", "arrows choose, q leaves")];

    /// <inheritdoc/>
    protected override int Run(DaemonSession daemon, OptionValues options, ImmutableArray<string> rest, CliConsole console)
    {
        NoArguments(rest);
        TimeSpan interval = IntervalOption.Read(options, _interval) ?? TimeSpan.FromSeconds(2);
        if (!Terminal.Is(_input))
        {
            throw new CliException("needs a terminal; 'helios ps' and 'helios stats' print lines");
        }

        TopModel model = new();
        KeyReader keys = new(_input);
        using FileFd output = FileFd.Borrow(1);

        // The model is a value: a window that changes its size is drawn from whichever was set last.
        using FullScreen terminal = new(_input, output, HostTerminal.AllowsColours(), (columns, rows) => TopScreen.Draw(Volatile.Read(ref model), columns, rows));
        using TopLog log = new();
        while (true)
        {
            Volatile.Write(ref model, Refresh(daemon, log, model));
            terminal.Repaint();
            if (!Poll.WaitReadable(_input, interval))
            {
                continue;
            }

            IReadOnlyList<string> typed = keys.Read();
            if (typed.Count == 0)
            {
                return 0;
            }

            foreach (string key in typed)
            {
                if (key is "q" or "ctrl-c")
                {
                    return 0;
                }

                Volatile.Write(ref model, key is "l" or "e" ? Leave(daemon, console, terminal, model, key) : Act(daemon, model, key));
            }
        }
    }

    private static TopModel Refresh(DaemonSession daemon, TopLog log, TopModel model)
    {
        ImmutableArray<ContainerLine> lines = daemon.Ask<Reply.Containers>(new Request.List(All: true)).Lines;
        ImmutableArray<FiguresLine> figures = daemon.Ask<Reply.Figures>(new Request.GetFigures([])).Lines;
        TopModel next = model.With(lines, figures, TimeProvider.System.GetUtcNow());
        return next with { Log = log.Of(daemon.Client, next.Chosen) };
    }

    private static TopModel Act(DaemonSession daemon, TopModel model, string key)
    {
        ContainerLine? chosen = model.Containers.FirstOrDefault(line => line.Name == model.Chosen);
        ChangeVerb change = key switch
        {
            "s" => ChangeVerb.Stop,
            "S" => ChangeVerb.Start,
            "r" => ChangeVerb.Restart,
            "k" => ChangeVerb.Kill,
            "p" => chosen?.State == "paused" ? ChangeVerb.Resume : ChangeVerb.Pause,
            _ => ChangeVerb.None,
        };
        if (change == ChangeVerb.None || chosen is null)
        {
            return key switch
            {
                "up" => model.Move(-1),
                "down" => model.Move(1),
                "pageup" => model.Move(-10),
                "pagedown" => model.Move(10),
                _ => model,
            };
        }

        // In the background: stopping may take its grace, and the picture shows how it goes.
        ThreadPool.UnsafeQueueUserWorkItem(_ => Change(daemon, chosen.Name, change), null);
        return model with { Message = $"{change.ToString().ToLowerInvariant()} {chosen.Name}" };
    }

    private static void Change(DaemonSession daemon, string name, ChangeVerb change)
    {
        try
        {
            using ControlClient client = daemon.Open();
            client.Ask<Reply>(new Request.Change(name, change));
        }
        catch (Exception refused) when (refused is ControlException or IOException)
        {
            // The state on the screen is the answer.
        }
    }

    // The screen is given back while something else has the terminal.
    private static TopModel Leave(DaemonSession daemon, CliConsole console, FullScreen terminal, TopModel model, string key)
    {
        if (model.Chosen is not { } name)
        {
            return model;
        }

        terminal.Lend();
        try
        {
            if (key == "e")
            {
                ExecVerb.WithTerminal(daemon, new Request.Exec(name) { Command = ["/bin/sh"], Terminal = true, Size = HostTerminal.Size() }, DetachKeys.Parse(DetachKeys.Default), console);
            }
            else
            {
                LogsVerb.Follow(daemon, [name], new LogChoice { Tail = 200 }, new LogPrinter([name], timestamps: true, colours: false, escape: true));
                console.Output.Write("-- Enter goes back --");
                console.Flush();
                HostTerminal.ReadLine();
            }

            return model with { Message = "" };
        }
        catch (Exception refused) when (refused is ControlException or CliException)
        {
            return model with { Message = refused.Message };
        }
        finally
        {
            console.Flush();
            terminal.TakeBack();
        }
    }
}
