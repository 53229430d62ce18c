using System.Buffers;
using System.Collections.Immutable;
using Helios.Contracts;
using Helios.Linux;
using MessagePack;

namespace Helios.Simulation;

/// <summary>The file in which a daemon records how its containers ran, and the scenario that repeats it.</summary>
/// <remarks>
/// A sequence of MessagePack arrays, one a run: format, container, begin in ticks of UTC, start time, ready after and lifetime in ticks or nil, kind,
/// code, step, reason. Further elements are for later formats and skipped. What a killed daemon left half written ends the file.
/// </remarks>
public static class Journal
{
    private const int Format = 1;
    private const int Elements = 10;

    /// <summary>The bytes of one run.</summary>
    public static byte[] Encode(JournalRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArrayBufferWriter<byte> bytes = new();
        MessagePackWriter writer = new(bytes);
        writer.WriteArrayHeader(Elements);
        writer.Write(Format);
        writer.Write(run.Container.ToString());
        writer.Write(run.Began.UtcTicks);
        Write(ref writer, run.StartTime);
        Write(ref writer, run.ReadyAfter);
        Write(ref writer, run.Lifetime);
        writer.Write((int)run.Kind);
        writer.Write(run.Code);
        writer.Write(run.Step);
        writer.Write(run.Reason);
        writer.Flush();
        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="FormatException">It cannot be read, or is no journal; the message names the file, and says why or at which byte.</exception>
    public static ImmutableArray<JournalRun> Read(string path)
    {
        try
        {
            return Decode(File.ReadAllBytes(path));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new FormatException(Reason.At(path, fault), fault);
        }
        catch (FormatException fault)
        {
            throw new FormatException($"{path}: {fault.Message}", fault);
        }
    }

    /// <summary>Reads the bytes of a file.</summary>
    /// <exception cref="FormatException">They are no journal; the message says at which byte.</exception>
    public static ImmutableArray<JournalRun> Decode(ReadOnlyMemory<byte> bytes)
    {
        ImmutableArray<JournalRun>.Builder runs = ImmutableArray.CreateBuilder<JournalRun>();
        MessagePackReader reader = new(bytes);
        while (!reader.End)
        {
            long place = reader.Consumed;
            try
            {
                runs.Add(ReadRun(ref reader));
            }
            catch (EndOfStreamException)
            {
                break;
            }
            catch (Exception fault) when (fault is MessagePackSerializationException or OverflowException or FormatException or ArgumentException or InvalidOperationException)
            {
                throw new FormatException(FormattableString.Invariant($"byte {place}: not a record of a journal"), fault);
            }
        }

        return runs.DrainToImmutable();
    }

    /// <summary>The scenario in which every container does again what the journal says, run by run; after its last recorded run it runs steadily.</summary>
    public static Scenario ToScenario(ImmutableArray<JournalRun> runs) => new()
    {
        Start = runs.IsEmpty ? Scenario.Steady.Start : runs.Min(static run => run.Began),
        Containers =
        [
            .. runs.GroupBy(static run => run.Container).OrderBy(static group => group.Key)
                .Select(static group => new ContainerScenario { Pattern = group.Key.ToString(), Runs = [.. group.OrderBy(static run => run.Began).Select(Again)] }),
        ],
    };

    private static ContainerScenario Again(JournalRun run) => new()
    {
        StartTime = Always(run.StartTime),
        FailsToStart = run.Kind == JournalEnd.LaunchFailed ? new StartFailure(1, new ExitCause.LaunchFailed(run.Step, run.Reason, (LaunchFailure)run.Code), AtPreparation: false) : null,
        ReadyAfter = Always(run.ReadyAfter),
        NeverReady = run.ReadyAfter is null,
        Lifetime = run.Kind is JournalEnd.Exited or JournalEnd.Signaled or JournalEnd.OutOfMemory ? Always(run.Lifetime) : null,
        OomCgroup = run.Kind == JournalEnd.OutOfMemory ? run.Step : null,
        Exits = run.Kind switch
        {
            JournalEnd.Exited => [new WeightedExit(ExitStatus.Exited(run.Code), 1)],
            JournalEnd.Signaled => [new WeightedExit(ExitStatus.Killed(Signal.Parse(run.Code.ToString(System.Globalization.CultureInfo.InvariantCulture))), 1)],
            _ => [],
        },
        IgnoresStop = run.Kind == JournalEnd.StoppedByForce,
    };

    private static Distribution.Always? Always(TimeSpan? span) => span is { } value ? new Distribution.Always(value < TimeSpan.Zero ? TimeSpan.Zero : value) : null;

    private static JournalRun ReadRun(ref MessagePackReader reader)
    {
        int count = reader.ReadArrayHeader();
        int format = reader.ReadInt32();
        if (format < Format || count < Elements)
        {
            throw new FormatException("unknown format");
        }

        JournalRun run = new(
            ContainerId.Parse(reader.ReadString()!), new DateTimeOffset(reader.ReadInt64(), TimeSpan.Zero), ReadSpan(ref reader), ReadSpan(ref reader), ReadSpan(ref reader),
            (JournalEnd)reader.ReadInt32(), reader.ReadInt32(), reader.ReadString() ?? "", reader.ReadString() ?? "");
        for (int i = Elements; i < count; i++)
        {
            reader.Skip();
        }

        return run;
    }

    private static void Write(ref MessagePackWriter writer, TimeSpan? span)
    {
        if (span is { } value)
        {
            writer.Write(value.Ticks);
        }
        else
        {
            writer.WriteNil();
        }
    }

    private static TimeSpan? ReadSpan(ref MessagePackReader reader) => reader.TryReadNil() ? null : TimeSpan.FromTicks(reader.ReadInt64());
}
