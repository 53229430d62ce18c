using System.Globalization;
using System.Text.Json;

namespace Helios.Forktop;

/// <summary>Permissions as a JSON object, and back.</summary>
internal static class PermissionJson
{
    /// <summary>Writes them as a property.</summary>
    internal static void Write(Utf8JsonWriter json, string name, ProcessPermissions permissions)
    {
        Credentials credentials = permissions.Credentials;
        json.WriteStartObject(name);
        Numbers(json, "uid", credentials.UserIds);
        Numbers(json, "gid", credentials.GroupIds);
        Numbers(json, "groups", credentials.Groups);
        json.WriteString("inheritable", Hex(credentials.Inheritable));
        json.WriteString("permitted", Hex(credentials.Permitted));
        json.WriteString("effective", Hex(credentials.Effective));
        json.WriteString("bounding", Hex(credentials.Bounding));
        json.WriteString("ambient", Hex(credentials.Ambient));
        json.WriteBoolean("noNewPrivileges", credentials.NoNewPrivileges);
        json.WriteNumber("seccomp", credentials.SeccompMode);
        json.WriteNumber("seccompFilters", credentials.SeccompFilters);
        Numbers(json, "pids", Array.ConvertAll(credentials.Pids, static pid => (uint)pid));
        if (permissions.SecureBits is { } bits)
        {
            json.WriteNumber("secureBits", bits);
        }

        json.WriteStartObject("namespaces");
        for (int i = 0; i < NamespaceSet.Names.Length; i++)
        {
            json.WriteNumber(NamespaceSet.Names[i], permissions.Namespaces.At(i));
        }

        json.WriteEndObject();
        json.WriteStartArray("cgroups");
        foreach (string line in permissions.Cgroups)
        {
            json.WriteStringValue(line);
        }

        json.WriteEndArray();
        json.WriteStartArray("limits");
        foreach (Limit limit in permissions.Limits.Rows)
        {
            json.WriteStartArray();
            json.WriteStringValue(limit.Name);
            json.WriteNumberValue(limit.Soft);
            json.WriteNumberValue(limit.Hard);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteString("root", permissions.Root);
        json.WriteString("label", permissions.Label);
        json.WriteEndObject();
    }

    /// <summary>Reads them back.</summary>
    internal static ProcessPermissions Read(JsonElement json)
    {
        JsonElement namespaces = json.GetProperty("namespaces");
        return new ProcessPermissions
        {
            Credentials = new Credentials
            {
                UserIds = Numbers(json, "uid"),
                GroupIds = Numbers(json, "gid"),
                Groups = Numbers(json, "groups"),
                Inheritable = Set(json, "inheritable"),
                Permitted = Set(json, "permitted"),
                Effective = Set(json, "effective"),
                Bounding = Set(json, "bounding"),
                Ambient = Set(json, "ambient"),
                NoNewPrivileges = json.GetProperty("noNewPrivileges").GetBoolean(),
                SeccompMode = json.GetProperty("seccomp").GetInt32(),
                SeccompFilters = json.GetProperty("seccompFilters").GetInt32(),
                Pids = Array.ConvertAll(Numbers(json, "pids"), static pid => (int)pid),
            },
            SecureBits = json.TryGetProperty("secureBits", out JsonElement bits) ? bits.GetInt32() : null,
            Namespaces = new NamespaceSet(
                Inode("user"), Inode("mnt"), Inode("pid"), Inode("net"), Inode("ipc"), Inode("uts"), Inode("cgroup"), Inode("time")),
            Cgroups = [.. json.GetProperty("cgroups").EnumerateArray().Select(static line => line.GetString() ?? "")],
            Limits = new LimitSet([.. json.GetProperty("limits").EnumerateArray().Select(static row => new Limit(row[0].GetString() ?? "", row[1].GetUInt64(), row[2].GetUInt64()))]),
            Root = json.GetProperty("root").GetString() ?? "",
            Label = json.GetProperty("label").GetString() ?? "",
        };

        ulong Inode(string name) => namespaces.TryGetProperty(name, out JsonElement inode) ? inode.GetUInt64() : 0;
    }

    private static string Hex(ulong set) => set.ToString("x16", CultureInfo.InvariantCulture);

    private static ulong Set(JsonElement json, string name) => ulong.Parse(json.GetProperty(name).GetString() ?? "0", NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static void Numbers(Utf8JsonWriter json, string name, uint[] numbers)
    {
        json.WriteStartArray(name);
        foreach (uint number in numbers)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
    }

    private static uint[] Numbers(JsonElement json, string name) => [.. json.GetProperty(name).EnumerateArray().Select(static number => number.GetUInt32())];
}
