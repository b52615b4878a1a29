"""Officials and documents that the sample press's articles name: invented, in the forms of real ones."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Official:
    """A person with an office."""

    office: str
    organ: str
    name: str

    @property
    def printed(self) -> str:
        """Return office, organ and name as a paper prints them."""
        return f"{self.office} {self.organ} {self.name}"


OFFICIALS = (
    Official("Chủ tịch", "UBND tỉnh", "Đoàn Quốc Thịnh"),
    Official("Bí thư", "Tỉnh ủy", "Võ Thanh Liêm"),
    Official("Giám đốc", "Sở Y tế", "Lê Tấn Lực"),
    Official("Phó Chủ tịch", "HĐND tỉnh", "Trần Thị Ngọc Mai"),
)
DOCUMENTS = ("Nghị quyết số 12-NQ/TU", "Quyết định số 318/QĐ-UBND", "Chỉ thị số 07-CT/TU")
