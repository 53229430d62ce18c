namespace Helios.MessagePack.Benchmarks;

/// <summary>A typical control message: start this container with these limits.</summary>
public sealed record StartContainer(
    long RequestId,
    string Name,
    string Image,
    string[] Arguments,
    Dictionary<string, string> Environment,
    string? WorkingDirectory,
    long MemoryBytes,
    double Cpus,
    int Pids,
    TimeSpan Grace,
    DateTime SentAt,
    bool Detached)
{
    public static readonly MapFormatter<StartContainer, Draft> Formatter = new(
        new Draft { Name = "", Image = "", Arguments = [], Environment = [] },
        d => new StartContainer(d.RequestId, d.Name, d.Image, d.Arguments, d.Environment, d.WorkingDirectory, d.MemoryBytes, d.Cpus, d.Pids, d.Grace, d.SentAt, d.Detached),
        new(1, (ref w, m, o) => w.Write(m.RequestId), (ref r, ref d, o) => d.RequestId = r.ReadInt64()),
        new(2, (ref w, m, o) => w.Write(m.Name), (ref r, ref d, o) => d.Name = r.ReadString() ?? ""),
        new(3, (ref w, m, o) => w.Write(m.Image), (ref r, ref d, o) => d.Image = r.ReadString() ?? ""),
        new(4, (ref w, m, o) => Lists(o).Serialize(ref w, m.Arguments, o), (ref r, ref d, o) => d.Arguments = Lists(o).Deserialize(ref r, o)),
        new(5, (ref w, m, o) => Maps(o).Serialize(ref w, m.Environment, o), (ref r, ref d, o) => d.Environment = Maps(o).Deserialize(ref r, o)),
        new(6, (ref w, m, o) => w.Write(m.WorkingDirectory), (ref r, ref d, o) => d.WorkingDirectory = r.ReadString()),
        new(7, (ref w, m, o) => w.Write(m.MemoryBytes), (ref r, ref d, o) => d.MemoryBytes = r.ReadInt64()),
        new(8, (ref w, m, o) => w.Write(m.Cpus), (ref r, ref d, o) => d.Cpus = r.ReadDouble()),
        new(9, (ref w, m, o) => w.Write(m.Pids), (ref r, ref d, o) => d.Pids = r.ReadInt32()),
        new(10, (ref w, m, o) => w.Write(m.Grace.Ticks), (ref r, ref d, o) => d.Grace = new TimeSpan(r.ReadInt64())),
        new(11, (ref w, m, o) => w.Write(m.SentAt), (ref r, ref d, o) => d.SentAt = r.ReadDateTime()),
        new(12, (ref w, m, o) => w.Write(m.Detached), (ref r, ref d, o) => d.Detached = r.ReadBoolean()));

    public static StartContainer Typical { get; } = new(
        4711,
        "web-1",
        "/var/lib/helios/images/nginx",
        ["/usr/sbin/nginx", "-g", "daemon off;"],
        new Dictionary<string, string> { ["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin", ["LANG"] = "C.UTF-8", ["PORT"] = "8080" },
        "/srv",
        256L << 20,
        1.5,
        200,
        TimeSpan.FromSeconds(10),
        new DateTime(2026, 11, 22, 3, 0, 0, DateTimeKind.Utc).AddTicks(1234567),
        true);

    private static IMessagePackFormatter<string[]> Lists(MessagePackSerializerOptions options)
        => options.Resolver.GetFormatterWithVerify<string[]>();

    private static IMessagePackFormatter<Dictionary<string, string>> Maps(MessagePackSerializerOptions options)
        => options.Resolver.GetFormatterWithVerify<Dictionary<string, string>>();

    public record struct Draft
    {
        public long RequestId { get; set; }
        public string Name { get; set; }
        public string Image { get; set; }
        public string[] Arguments { get; set; }
        public Dictionary<string, string> Environment { get; set; }
        public string? WorkingDirectory { get; set; }
        public long MemoryBytes { get; set; }
        public double Cpus { get; set; }
        public int Pids { get; set; }
        public TimeSpan Grace { get; set; }
        public DateTime SentAt { get; set; }
        public bool Detached { get; set; }
    }
}
